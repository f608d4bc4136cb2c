/**
 * The outer structure of a JPEG file: its markers and the frame header. Everything that a file claims is checked here,
 * before memory is taken for pixels. Source: ITU-T T.81, annex B; for colours T.871 (JFIF) and Adobe's APP14 marker.
 */
import { latin1, type Problem, startsWith, viewOf } from './bytes.ts';
import { checkBytes, checkPixels, type Limits } from './limits.ts';

export const jpegSignature = [0xff, 0xd8, 0xff];

/** Most passes over an image. */
const MOST_SCANS = 100;

export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  /** Three components are luminance and two colour differences, as in nearly all files; false: they are R, G, B. */
  readonly isLuminanceChroma: boolean;
  /** Whether the data is cut into intervals that can be decoded by themselves. */
  readonly hasRestarts: boolean;
  readonly isProgressive: boolean;
}

const [START_OF_SCAN, END_OF_IMAGE, RESTART_INTERVAL, APP0, APP14] = [0xda, 0xd9, 0xdd, 0xe0, 0xee];
/** Frame markers are C0..CF but for these three: Huffman tables, an extension, arithmetic conditioning. */
const notFrames = [0xc4, 0xc8, 0xcc];
const [BASELINE, EXTENDED, PROGRESSIVE] = [0xc0, 0xc1, 0xc2];

interface Frame {
  readonly kind: number;
  readonly width: number;
  readonly height: number;
  readonly ids: readonly number[];
  readonly blocks: number;
}

/** Walks over all markers up to the end of the image. */
export function readJpegHeader(bytes: Uint8Array, limits: Limits, problem: Problem): JpegHeader {
  if (!startsWith(bytes, jpegSignature)) throw problem("is not JPEG: it must begin with '\\xff\\xd8\\xff'");
  let frame: Frame | undefined;
  let [scans, restarts, isJfif] = [0, 0, false];
  let adobeTransform: number | undefined;
  for (let place = 2; ; ) {
    const marker = bytes[place + 1];
    if (place + 2 > bytes.length) throw problem('is cut short: the JPEG has no end marker');
    if (bytes[place] !== 0xff) throw problem(`is corrupted: no JPEG marker at byte ${place}`);
    if (marker === 0xff) {
      place++;
      continue;
    }
    if (marker === END_OF_IMAGE) break;
    if (place + 4 > bytes.length) throw problem('is cut short: it ends within a JPEG marker');
    const end = place + 2 + viewOf(bytes).getUint16(place + 2);
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || end < place + 4)
      throw problem(`is corrupted: JPEG marker ff${marker.toString(16).padStart(2, '0')} at byte ${place}`);
    if (end > bytes.length) throw problem('is cut short: it ends within a JPEG segment');
    const content = bytes.subarray(place + 4, end);
    if (marker >= 0xc0 && marker <= 0xcf && !notFrames.includes(marker)) {
      if (frame) throw problem('is corrupted: the JPEG has two frames');
      frame = readFrame(marker, content, problem);
    }
    if (marker === RESTART_INTERVAL && content.length >= 2) restarts ||= viewOf(content).getUint16(0);
    if (marker === APP0) isJfif ||= latin1(content.subarray(0, 5)) === 'JFIF\0';
    if (marker === APP14 && latin1(content.subarray(0, 5)) === 'Adobe') adobeTransform = content[11];
    place = end;
    if (marker === START_OF_SCAN) {
      if (!frame) throw problem('is corrupted: the JPEG has image data before its frame header');
      if (++scans > MOST_SCANS)
        throw problem(`has more than ${MOST_SCANS} passes over the image (JPEG scans)`);
      place = skipScan(bytes, place, problem);
    }
  }
  if (!frame || scans === 0) throw problem('is corrupted: the JPEG has no image data');
  checkFrame(frame, bytes.length, limits, problem);
  const { width, height, ids } = frame;
  const isRgb = isJfif
    ? false
    : adobeTransform !== undefined
      ? adobeTransform === 0
      : latin1(Uint8Array.from(ids)) === 'RGB';
  return {
    width,
    height,
    components: ids.length as 1 | 3,
    isLuminanceChroma: !isRgb,
    hasRestarts: restarts > 0,
    isProgressive: frame.kind === PROGRESSIVE,
  };
}

/** The place of the next marker; a stuffed zero and the restart markers belong to the data of the scan. */
function skipScan(bytes: Uint8Array, start: number, problem: Problem): number {
  for (let place = bytes.indexOf(0xff, start); place >= 0; place = bytes.indexOf(0xff, place + 1)) {
    const marker = bytes[place + 1];
    if (marker !== undefined && marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7))
      return place;
  }
  throw problem('is cut short: it ends within the image data of the JPEG');
}

function readFrame(kind: number, content: Uint8Array, problem: Problem): Frame {
  const count = content[5];
  if (content.length < 6 || content.length !== 6 + 3 * count)
    throw problem('is corrupted: JPEG frame header');
  if (content[0] !== 8) throw problem(`has ${content[0]} bits per sample; JPEG of 8 bits can be read`);
  const [height, width] = [viewOf(content).getUint16(1), viewOf(content).getUint16(3)];
  const rows = Array.from({ length: count }, (_, index) => content.subarray(6 + 3 * index, 9 + 3 * index));
  const sampling = rows.map(row => ({ across: row[1] >> 4, down: row[1] & 15 }));
  if (sampling.some(({ across, down }) => across < 1 || across > 4 || down < 1 || down > 4))
    throw problem('is corrupted: the JPEG has a sampling factor outside 1..4');
  const most = {
    across: Math.max(...sampling.map(s => s.across)),
    down: Math.max(...sampling.map(s => s.down)),
  };
  const blocks = sampling.reduce(
    (sum, { across, down }) =>
      sum + Math.ceil((width * across) / most.across / 8) * Math.ceil((height * down) / most.down / 8),
    0,
  );
  return { kind, width, height, ids: rows.map(row => row[0]), blocks };
}

function checkFrame(frame: Frame, length: number, limits: Limits, problem: Problem): void {
  const { kind, width, height, ids, blocks } = frame;
  if (![BASELINE, EXTENDED, PROGRESSIVE].includes(kind))
    throw problem(
      `is a JPEG of a rare kind (lossless or arithmetic, ff${kind.toString(16)}); save it as baseline`,
    );
  if (ids.length === 4) throw problem('is a CMYK JPEG; convert it to RGB');
  if ((ids.length !== 1 && ids.length !== 3) || new Set(ids).size !== ids.length)
    throw problem(`has ${ids.length} colour components; JPEG of 1 (grey) and 3 can be read`);
  if (width === 0 || height === 0)
    throw problem(`is a JPEG of ${width} x ${height} pixels; both must be at least 1`);
  checkPixels(width, height, 'JPEG', limits, problem);
  checkBytes(width * height * ids.length, limits, problem);
  // A block of 8 x 8 takes two Huffman codes of a bit, or one in the first of several scans.
  const bits = kind === PROGRESSIVE ? 1 : 2;
  if (length * 8 < blocks * bits)
    throw problem(
      `is corrupted or cut short: ${length} bytes cannot hold a JPEG of ${width} x ${height} pixels`,
    );
}
