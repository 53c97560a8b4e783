// The engine for other people's JavaScript, under the name by which it is imported.
import init from "./lampfield-face.js";
export * from "./lampfield-face.js";

let loaded;

/** Loads the engine: once, however often and by whomever it is asked. Two that were loaded side by
 * side would free each other's memory. */
export default (...where) =>
  (loaded ??= init(...where).catch((error) => {
    loaded = undefined;
    throw error;
  }));
