/** No resource of a real record comes near; far deeper ones end the stack of whatever walks them. */
export const deepestNesting = 100;

/** Whether objects and arrays of a JSON text stand deeper than `deepestNesting` in each other; looked at before it is parsed. */
export function nestsTooDeep(json: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > deepestNesting) return true;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return false;
}
