/** exifr types its whole package only; these are the parts of it that are used. */
declare module 'exifr/dist/mini.esm.mjs' {
  export function orientation(bytes: Uint8Array): Promise<number | undefined>;
}
declare module 'exifr/dist/full.esm.mjs' {
  export { gps, orientation, parse } from 'exifr';
}
