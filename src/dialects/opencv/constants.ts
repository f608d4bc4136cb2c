/** OpenCV's constants, with OpenCV's numbers. Source: OpenCV 4.6, `core/base.hpp` and `core/hal/interface.h`. */

/** Fills with a value: `k k | a b c d | k k`. */
export const BORDER_CONSTANT = 0;
/** Repeats the edge: `a a | a b c d | d d`. */
export const BORDER_REPLICATE = 1;
/** Reflects, the edge twice: `b a | a b c d | d c`. */
export const BORDER_REFLECT = 2;
/** Goes round: `c d | a b c d | a b`. */
export const BORDER_WRAP = 3;
/** Reflects, the edge once: `c b | a b c d | c b`. */
export const BORDER_REFLECT_101 = 4;
/** The same as `BORDER_REFLECT_101`. */
export const BORDER_REFLECT101 = 4;
/** The same as `BORDER_REFLECT_101`. */
export const BORDER_DEFAULT = 4;
/** Leaves the border as it is; no function here takes it. */
export const BORDER_TRANSPARENT = 5;
/** A flag: do not look outside of a region. Arrays have no outside, so that it changes nothing. */
export const BORDER_ISOLATED = 16;

/** uint8. */
export const CV_8U = 0;
/** int8. */
export const CV_8S = 1;
/** uint16. */
export const CV_16U = 2;
/** int16. */
export const CV_16S = 3;
/** int32. */
export const CV_32S = 4;
/** float32. */
export const CV_32F = 5;
/** float64. */
export const CV_64F = 6;
