/** A module of its own, because the bundler gives a CommonJS package that is loaded later a default export only. */
export { applyPatch, type Operation } from 'rfc6902';
