/** What `compare` takes and gives. */
import type { NDArray } from '../array/ndarray.ts';
import type { Boundary } from '../boundary/table.ts';
import type { Explanation } from './finding.ts';
import type { Progress } from './progress.ts';
import type { Route } from './routes.ts';

/** What was found about one route. */
export interface RouteReport {
  /** What `compare` calls the route. */
  name: string;
  /** The call, as Python. */
  call: string;
  /** Whether it gives the reference on this image. */
  equal: boolean;
  /** It is equal on this image, but not on every image: causes cancel here. */
  agreesByAccident?: true;
  /** The largest difference from the reference; null when shapes differ. */
  maxAbsError: number | null;
  /** What is true of this route: how its result arises from the reference. */
  findings: Explanation;
  /** Every smallest explanation that this image alone would allow. */
  alternatives: Explanation[];
  /** Whether this image sufficed to decide, or a probe image had to. */
  decidedBy?: 'image' | 'probe';
  /** What else is to be said, such as what a fixed padding crops. */
  remark?: string;
  /** The image as it was convolved: tiled or padded, in some routes. */
  image: NDArray;
  /** The kernel as it was used: in a frame of the image's shape, in a product of spectra. */
  kernel: NDArray;
  /** What came out. */
  result: NDArray;
}

/** What `compare` gives. */
export interface Comparison {
  /** The call that the others are held against, and what it gives. */
  reference: { name: string; call: string; boundary: Boundary; result: NDArray };
  /** The image that all routes convolve. */
  image: NDArray;
  /** The kernel. */
  kernel: NDArray;
  /** One report a route, the reference first. */
  routes: RouteReport[];
}

/** Options of `compare`. */
export interface CompareOptions {
  /** How the reference continues the image: 'periodic' unless said. */
  boundary?: Boundary;
  /** Called as work goes on, with the part done (0 to 1) and what is being done. */
  onProgress?: Progress;
}

/** What is found about a route, without the pictures that it convolves. */
export type RouteFacts = Omit<RouteReport, 'image' | 'kernel'>;

/** A report of which the pictures that the route convolved were not made: they may have four times the elements of the image. */
export interface RouteFinding extends RouteFacts {
  route: Route;
  made: { image: () => NDArray; kernel: () => NDArray };
}

/** What all routes have in common. */
export interface ComparedArrays {
  readonly image: NDArray;
  readonly kernel: NDArray;
  /** The result of the reference. */
  readonly reference: NDArray;
}
