export { fft, fft2, fftn, ifft, ifft2, ifftn } from './complex-transforms.ts';
export { fftfreq, rfftfreq } from './frequencies.ts';
export type { AxesOptions, AxisOptions, Norm } from './options.ts';
export { irfft, irfft2, irfftn, rfft, rfft2, rfftn } from './real-transforms.ts';
export { fftshift, ifftshift, type ShiftOptions } from './shift.ts';
