/**
 * R4 2.4.0.1: the elements and attributes of XHTML that a narrative may have (txt-1). That it says something (txt-2) is
 * not asked: four of HL7's own examples have an empty div.
 */
const elements = new Set(
  'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li map area ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var kbd address bdo ins del u strike center font'.split(' '),
);
const attributes = new Set(
  'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class color colspan compact coords dir face frame headers height href hreflang hspace id lang longdesc name noshade nowrap rel rev rowspan rules scope shape size span src start style summary tabindex title type usemap valign value vspace width xml:lang xmlns xml:space clear'.split(' '),
);

const tag = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g;

/** R4 2.4.0: a narrative knows the entities of XML alone; &nbsp; and its like are Unicode there. */
const ampersand = /&(?!(#\d{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)/;

/** What is wrong with a narrative's div; undefined when nothing is. One pass from left to right. */
export function xhtmlFault(div: string): string | undefined {
  const open: string[] = [];
  let at = 0;
  let roots = 0;
  while (at < div.length) {
    const next = div.indexOf('<', at);
    const text = div.slice(at, next < 0 ? undefined : next);
    if (/\S/.test(text) && open.length === 0) return 'a narrative is one <div>';
    if (ampersand.test(text)) return 'an ampersand that begins no entity of XML';
    if (next < 0) break;
    const special = skipped(div, next);
    if (special !== undefined) {
      if (special < 0) return 'a comment that does not end';
      at = special;
      continue;
    }
    tag.lastIndex = next;
    const found = tag.exec(div);
    const [all = '', closing, name = '', given = '', alone] = found ?? [];
    if (!found) return 'not well-formed XHTML';
    if (closing ? open.pop() !== name : false) return `</${name}> closes nothing`;
    if (!elements.has(name)) return `<${name}> is not allowed`;
    if (!closing && open.length === 0 && (name !== 'div' || roots++ > 0)) return 'a narrative is one <div>';
    if (!closing && open.length === 0 && !isXhtml(given)) return 'the div is not of http://www.w3.org/1999/xhtml';
    const bad = badAttribute(given);
    if (bad) return bad;
    if (!closing && !alone) open.push(name);
    at = next + all.length;
  }
  if (roots === 0) return 'a narrative is one <div>';
  return open.length > 0 ? `<${open.at(-1)}> is not closed` : undefined;
}

/** Where a comment ends; -1 when it does not, undefined when there is none. */
function skipped(div: string, at: number): number | undefined {
  if (!div.startsWith('<!--', at)) return undefined;
  const end = div.indexOf('-->', at + 4);
  return end < 0 ? -1 : end + 3;
}

const isXhtml = (given: string): boolean => [...given.matchAll(attribute)].some(([, name, quoted]) => name === 'xmlns' && quoted?.slice(1, -1) === 'http://www.w3.org/1999/xhtml');

function badAttribute(given: string): string | undefined {
  for (const [, name = '', quoted = ''] of given.matchAll(attribute)) {
    if (!attributes.has(name) && !name.startsWith('xmlns:')) return `the attribute ${name} is not allowed`;
    if (ampersand.test(quoted)) return `an ampersand in ${name} that begins no entity of XML`;
    if (/^["']\s*(javascript|vbscript|data:text)/i.test(quoted)) return `the attribute ${name} runs code`;
  }
  return undefined;
}
