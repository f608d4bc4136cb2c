/**
 * The outer structure of a JPEG file: its markers, and what they say together. Everything that a file claims is checked
 * here, before memory is taken for pixels. Source: ITU-T T.81, annex B; for colours T.871 (JFIF) and Adobe's APP14
 * marker.
 */
import { latin1, type Problem, startsWith, viewOf } from './bytes.ts';
import {
  BASELINE,
  blocksOf,
  EXTENDED,
  type JpegFrame,
  type JpegScan,
  type JpegTables,
  PROGRESSIVE,
  readFrame,
  readHuffman,
  readScan,
  readSteps,
} from './jpeg-segments.ts';
import { checkBytes, checkPixels, type Limits } from './limits.ts';

export const jpegSignature = [0xff, 0xd8, 0xff];

/** Most passes over an image. */
const MOST_SCANS = 100;

export interface JpegImage {
  readonly frame: JpegFrame;
  readonly scans: readonly JpegScan[];
  /** Three components are luminance and two colour differences, as in nearly all files; false: they are R, G, B. */
  readonly isLuminanceChroma: boolean;
}

const [START_OF_SCAN, END_OF_IMAGE, RESTART_INTERVAL, APP0, APP14] = [0xda, 0xd9, 0xdd, 0xe0, 0xee];
const [HUFFMAN_TABLES, STEP_TABLES] = [0xc4, 0xdb];
/** Frame markers are C0..CF but for these three: Huffman tables, an extension, arithmetic conditioning. */
const notFrames = [0xc4, 0xc8, 0xcc];

/** Walks over all markers up to the end of the image. */
export function readJpeg(bytes: Uint8Array, limits: Limits, problem: Problem): JpegImage {
  if (!startsWith(bytes, jpegSignature)) throw problem("is not JPEG: it must begin with '\\xff\\xd8\\xff'");
  const tables: JpegTables = { huffman: [[], []], steps: [], restartInterval: 0 };
  const scans: JpegScan[] = [];
  let frame: JpegFrame | undefined;
  let isJfif = false;
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
    place = end;
    if (marker >= 0xc0 && marker <= 0xcf && !notFrames.includes(marker)) {
      if (frame) throw problem('is corrupted: the JPEG has two frames');
      frame = readFrame(marker, content, problem);
      checkFrame(frame, bytes.length, limits, problem);
    }
    if (marker === HUFFMAN_TABLES) readHuffman(content, tables, problem);
    if (marker === STEP_TABLES) readSteps(content, tables, problem);
    if (marker === RESTART_INTERVAL && content.length >= 2)
      tables.restartInterval = viewOf(content).getUint16(0);
    if (marker === APP0) isJfif ||= latin1(content.subarray(0, 5)) === 'JFIF\0';
    if (marker === APP14 && latin1(content.subarray(0, 5)) === 'Adobe') adobeTransform = content[11];
    if (marker === START_OF_SCAN) {
      if (!frame) throw problem('is corrupted: the JPEG has image data before its frame header');
      if (scans.length === MOST_SCANS)
        throw problem(`has more than ${MOST_SCANS} passes over the image (JPEG scans)`);
      scans.push(readScan(content, place, frame, tables, problem));
      place = skipScan(bytes, place, problem);
    }
  }
  if (!frame || scans.length === 0) throw problem('is corrupted: the JPEG has no image data');
  const begun = new Set(
    scans.filter(scan => scan.first === 0).flatMap(scan => scan.parts.map(part => part.component)),
  );
  if (begun.size < frame.components.length)
    throw problem('is corrupted: the JPEG has no image data for one of its colours');
  const isRgb = isJfif
    ? false
    : adobeTransform !== undefined
      ? adobeTransform === 0
      : latin1(Uint8Array.from(frame.components, component => component.id)) === 'RGB';
  return { frame, scans, isLuminanceChroma: !isRgb };
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

function checkFrame(frame: JpegFrame, length: number, limits: Limits, problem: Problem): void {
  const { kind, width, height, components } = frame;
  if (![BASELINE, EXTENDED, PROGRESSIVE].includes(kind))
    throw problem(
      `is a JPEG of a rare kind (lossless or arithmetic, ff${kind.toString(16)}); save it as baseline`,
    );
  if (components.length === 4) throw problem('is a CMYK JPEG; convert it to RGB');
  const ids = new Set(components.map(component => component.id));
  if ((components.length !== 1 && components.length !== 3) || ids.size !== components.length)
    throw problem(`has ${components.length} colour components; JPEG of 1 (grey) and 3 can be read`);
  if (width === 0 || height === 0)
    throw problem(`is a JPEG of ${width} x ${height} pixels; both must be at least 1`);
  checkPixels(width, height, 'JPEG', limits, problem);
  checkBytes(width * height * components.length, limits, problem);
  const blocks = components.reduce((sum, component) => {
    const { blocksAcross, blocksDown } = blocksOf(frame, component);
    return sum + blocksAcross * blocksDown;
  }, 0);
  // A block of 8 x 8 takes two Huffman codes of a bit, or one in the first of several scans.
  const bits = kind === PROGRESSIVE ? 1 : 2;
  if (length * 8 < blocks * bits)
    throw problem(
      `is corrupted or cut short: ${length} bytes cannot hold a JPEG of ${width} x ${height} pixels`,
    );
}
