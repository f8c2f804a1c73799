/** A cursor of each page between the first one and this; no search parameter, but part of our own links. */
export const backParameter = '_back';

/** So far a way back is kept: an address has its limits. */
const longestWay = 20;
const forgotten = '~';

/**
 * The links of a page (R4 3.1.1.5.6). A cursor says where its page begins and nothing of the pages before, so the links
 * carry the way that was come: each step of it is a cursor that the store has sealed for this very search.
 */
export function pageLinks(base: string, query: URLSearchParams, next: string | undefined): { relation: string; url: string }[] {
  const own = query.get('_cursor') ?? undefined;
  const way = query.getAll(backParameter).slice(-longestWay);
  const address = (cursor: string | undefined, back: readonly string[]): string => {
    const all = new URLSearchParams([...query].filter(([name]) => name !== '_cursor' && name !== backParameter));
    if (cursor !== undefined) all.set('_cursor', cursor);
    for (const step of back) all.append(backParameter, step);
    return `${base}?${all.toString()}`;
  };
  const last = way.at(-1);
  return [
    { relation: 'self', url: address(own, way) },
    { relation: 'first', url: address(undefined, []) },
    ...(own === undefined || last === forgotten ? [] : [{ relation: 'previous', url: address(last, way.slice(0, -1)) }]),
    ...(next === undefined ? [] : [{ relation: 'next', url: address(next, own === undefined ? [] : further(way, own)) }]),
  ];
}

const further = (way: readonly string[], own: string): readonly string[] => (way.length < longestWay ? [...way, own] : [forgotten, ...way.slice(2), own]);
