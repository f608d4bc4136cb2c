/**
 * The pages of the reference, in the order in which a reader needs them, and what stands on each. Every value that an entry
 * exports must be on one page of it; types go where they are first needed, unless a page names them.
 */
export interface Page {
  /** The file, in docs/reference. */
  readonly file: string;
  readonly title: string;
  /** The entry, as it is imported. */
  readonly entry: string;
  /** What the page is about, and where to read on. */
  readonly intro: string;
  readonly names: string;
  /** What its functions take and give, where they are not arrays of this side. */
  readonly everywhere?: string;
}

export const pages: readonly Page[] = [
  {
    file: 'arrays.md',
    title: 'Arrays',
    entry: 'concordat',
    intro:
      'Making arrays, and what an array can do. How they meet the language (loops, JSON, the console) stands in ' +
      '[Arrays in JavaScript](../arrays.md), which element type a result has in [Conventions](../conventions.md#element-types).',
    names: 'array zeros ones full eye arange astype NDArray ArrayLike ForeignArray ConcordatError',
  },
  {
    file: 'shapes.md',
    title: 'Views, and arrays put together',
    entry: 'concordat',
    intro:
      'Views share memory with what they are made of: `reshape` (where strides allow), `transpose`, `slice`, `flip`, `expandDims`, ' +
      '`squeeze`, `broadcastTo`. The others copy.',
    names:
      'reshape transpose slice flip expandDims squeeze broadcastTo concatenate stack pad roll tile repeat',
  },
  {
    file: 'indexing.md',
    title: 'Indexing',
    entry: 'concordat',
    intro:
      'Arrays are read by `x.at(…)` and written by `x.set(…)`, methods of [NDArray](arrays.md#ndarray). The rules stand in ' +
      '[Indexing](../indexing.md).',
    names: 'scatterAdd explainIndex IndexTerm IndexHole NestedIndex',
  },
  {
    file: 'arithmetic.md',
    title: 'Arithmetic, functions and comparisons',
    entry: 'concordat',
    intro:
      'Element by element; shapes broadcast as in NumPy. Each takes `{ out }`, an array of the result’s shape and type to write ' +
      'into. How exact the functions are stands in [Stencils](../stencil.md#accuracy).',
    names:
      'add subtract multiply divide floorDivide remainder power negate abs sign conjugate realPart imaginaryPart ' +
      'sqrt exp log sin cos hypot atan2 floor ceil round maximum minimum ' +
      'equal notEqual less lessEqual greater greaterEqual isNaN isFinite logicalAnd logicalOr logicalNot where',
  },
  {
    file: 'reductions.md',
    title: 'Sums, extremes, and whether two arrays agree',
    entry: 'concordat',
    intro:
      'Over all axes, or those that `axis` names. A result without axes is an array of one element: `item()` gives its number.',
    names: 'sum mean max min any all allClose',
  },
  {
    file: 'convolution.md',
    title: 'Convolution and boundaries',
    entry: 'concordat',
    intro:
      'The formula, the five boundaries and what libraries call them stand in [Conventions](../conventions.md); how to get the ' +
      'numbers of one library in another in [Porting](../porting.md).',
    names: 'convolve correlate boundaryNames boundaryFrom boundaryName Method',
  },
  {
    file: 'explaining.md',
    title: 'Why two results differ',
    entry: 'concordat',
    intro: 'Where to begin when numbers disagree: [Two results differ](../differ.md).',
    names: 'explain compare probe FindingKind',
  },
  {
    file: 'stencils.md',
    title: 'Stencils',
    entry: 'concordat',
    intro: 'A guide with examples: [Stencils](../stencil.md).',
    names: 'stencil StencilOptions StencilInput StencilExpression',
  },
  {
    file: 'fourier.md',
    title: 'Fourier transforms',
    entry: 'concordat',
    intro:
      'Of any length and any axes, normalised as in NumPy. Where the centre of a kernel goes stands in ' +
      '[Conventions](../conventions.md#fourier-periodic-and-where-the-centre-goes).',
    names:
      'fft ifft rfft irfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn fftshift ifftshift fftfreq rfftfreq',
  },
  {
    file: 'matrices.md',
    title: 'Matrices in bulk',
    entry: 'concordat',
    intro: 'Over the last two axes. A guide, with accuracy: [Matrices in bulk](../linalg.md).',
    names: 'matmul inv solve det svd singularValues pinv rightInverse norm',
  },
  {
    file: 'gradients.md',
    title: 'Gradients',
    entry: 'concordat',
    intro:
      'Of functions written with this library, through its operations, its methods and the dialects. What they do where a function has ' +
      'no slope, and what they refuse, stands in [Gradients](../gradients.md).',
    names: 'grad valueAndGrad vjp jvp hessianVectorProduct checkGrad stopGradient customGradient',
  },
  {
    file: 'memory.md',
    title: 'Memory, threads and the runner',
    entry: 'concordat',
    intro: 'How memory comes back, and what to do where it does not fast enough: [Memory](../memory.md).',
    names: 'scope heapStatistics setHeapLimit setThreads threads setRunner Storage',
  },
  {
    file: 'numpy.md',
    title: 'concordat/numpy',
    entry: 'concordat/numpy',
    intro:
      'NumPy’s functions with its names, argument order, types and refusals. Arguments are given in NumPy’s order, or by name in ' +
      'a last object: `np.convolve(a, v, "same")` or `np.convolve(a, v, { mode: "same" })`.',
    names:
      'convolve correlate pad roll matmul linalg.inv linalg.solve linalg.det linalg.svd linalg.pinv linalg.norm ' +
      'fft.fft fft.ifft fft.rfft fft.irfft fft.fft2 fft.ifft2 fft.rfft2 fft.irfft2 fft.fftn fft.ifftn fft.rfftn fft.irfftn ' +
      'fft.fftshift fft.ifftshift fft.fftfreq fft.rfftfreq',
  },
  {
    file: 'scipy.md',
    title: 'concordat/scipy',
    entry: 'concordat/scipy',
    intro:
      'The convolutions of scipy.signal and scipy.ndimage, with their names, argument order, types and refusals. Arguments are ' +
      'given in SciPy’s order, or by name in a last object.',
    names:
      'signal.convolve2d signal.correlate2d signal.convolve signal.correlate signal.fftconvolve signal.oaconvolve ' +
      'signal.choose_conv_method ndimage.convolve ndimage.correlate ndimage.convolve1d ndimage.correlate1d',
  },
  {
    file: 'torch.md',
    title: 'concordat/torch',
    entry: 'concordat/torch',
    intro:
      'PyTorch’s functions with its names, argument order, types and refusals. Arguments are given in torch’s order, or by name ' +
      'in a last object. Lists become float32, as in torch.',
    names:
      'nn.functional.conv1d nn.functional.conv2d nn.functional.conv3d nn.functional.pad flip roll index setIndex linalg.pinv ' +
      'fft.fft fft.ifft fft.rfft fft.irfft fft.fft2 fft.ifft2 fft.rfft2 fft.irfft2 fft.fftn fft.ifftn fft.rfftn fft.irfftn ' +
      'fft.fftshift fft.ifftshift fft.fftfreq fft.rfftfreq',
  },
  {
    file: 'opencv.md',
    title: 'concordat/opencv',
    entry: 'concordat/opencv',
    intro: 'OpenCV’s functions with its names, argument order, types, rounding and refusals.',
    names:
      'filter2D copyMakeBorder flip BORDER_CONSTANT BORDER_REPLICATE BORDER_REFLECT BORDER_WRAP BORDER_REFLECT_101 ' +
      'BORDER_REFLECT101 BORDER_DEFAULT BORDER_TRANSPARENT BORDER_ISOLATED CV_8U CV_8S CV_16U CV_16S CV_32S CV_32F CV_64F',
  },
  {
    file: 'io.md',
    title: 'concordat/io',
    entry: 'concordat/io',
    intro:
      'Arrays and pictures, from paths (Node) and from bytes (everywhere). A guide: [Files of arrays and pictures](../files.md).',
    names:
      'readArray writeArray decode decodePng encodePng decodeJpeg encodeJpeg decodeNpy encodeNpy decodeNpz encodeNpz luminance ' +
      'writeFileWhole',
  },
  {
    file: 'figure.md',
    title: 'concordat/figure',
    entry: 'concordat/figure',
    intro: 'Figures of a comparison and of an index, as Vega specifications and as drawings.',
    names: 'comparisonSpecification indexSpecification renderPng renderSvg',
  },
  {
    file: 'box.md',
    title: 'concordat/box',
    entry: 'concordat/box',
    intro: 'Python beside it; Node only. A guide: [Running Python beside it](../box.md).',
    names: 'runPython pythonModules',
  },
  {
    file: 'worker.md',
    title: 'concordat/worker',
    entry: 'concordat/worker',
    intro:
      'The library in a worker, so that a page stays responsive. A guide: ' +
      '[In a browser](../browser.md#workers-a-page-that-stays-responsive).',
    names: 'startWorker transfer',
    everywhere:
      'Whatever stands for an array is taken as one ([`RemoteArrayLike`](#type-remotearraylike)); results are ' +
      '[`RemoteArray`](#type-remotearray)s, whose element types are [`DType`](arrays.md#type-dtype)s.',
  },
];
