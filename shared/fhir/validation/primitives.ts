/** R4's lexical forms (2.24.0.1), where the schema walk is laxer or stricter than the standard. */
const time = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?';
const zone = '(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';
const day = '-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const year = '(?!0000)[0-9]{4}';

const forms: Readonly<Record<string, RegExp>> = {
  instant: new RegExp(`^${year}${day}T${time}${zone}$`),
  dateTime: new RegExp(`^${year}(-(0[1-9]|1[0-2])|${day}(T${time}${zone})?)?$`),
  date: new RegExp(`^${year}(-(0[1-9]|1[0-2])|${day})?$`),
  time: new RegExp(`^${time}$`),
  oid: /^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/,
  uuid: /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  uri: /^\S*$/,
  url: /^\S*$/,
  canonical: /^\S*$/,
};

/** 32 bits, signed. */
const [smallest, largest] = [-2_147_483_648, 2_147_483_647];

/** What is wrong with a primitive of the type; undefined when nothing is. */
export function primitiveFault(type: string, value: unknown): string | undefined {
  if (typeof value === 'number') return /^(integer|positiveInt|unsignedInt)$/.test(type) && (value > largest || value < smallest) ? 'a whole number of 32 bits is needed' : undefined;
  if (typeof value !== 'string') return undefined;
  if (type === 'base64Binary') return isBase64(value) ? undefined : 'not base64';
  const form = forms[type];
  if (form && !form.test(value)) return `not a ${type}${/T\d\d:\d\d/.test(value) && /date|instant/.test(type) ? '; a time needs seconds and a zone' : ''}`;
  return (type === 'date' || type === 'dateTime' || type === 'instant') && !isCalendarDay(value) ? 'no such day' : undefined;
}

/** Whitespace is legal in it (R4 2.24.0.1). Without a pattern: those that take whitespace anywhere are slow on hostile input. */
function isBase64(text: string): boolean {
  const bare = text.replace(/\s+/g, '');
  return bare.length % 4 === 0 && /^[0-9A-Za-z+/]*={0,2}$/.test(bare);
}

function isCalendarDay(value: string): boolean {
  const [years, months, days] = value.slice(0, 10).split('-').map(Number);
  if (years === undefined || months === undefined || days === undefined) return true;
  return days <= new Date(Date.UTC(2000 + (years % 400), months, 0)).getUTCDate();
}
