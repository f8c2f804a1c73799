/** Previews have no server: pictures are drawn here, and codes come from a short list. */
const codes = [
  { code: 'I10', vi: 'Tăng huyết áp vô căn (nguyên phát)', en: 'Essential (primary) hypertension' },
  { code: 'I11.9', vi: 'Bệnh tim do tăng huyết áp, không suy tim', en: 'Hypertensive heart disease without heart failure' },
  { code: 'I20.9', vi: 'Cơn đau thắt ngực, không đặc hiệu', en: 'Angina pectoris, unspecified' },
];

const medicines = [
  { code: 'amlodipin-5', name: 'Amlodipin', en: 'Amlodipine', strength: '5 mg', form: 'viên nén', unit: 'viên', kind: 'C' },
  { code: 'amoxicilin-500', name: 'Amoxicilin', en: 'Amoxicillin', strength: '500 mg', form: 'viên nang cứng', unit: 'viên', kind: 'C' },
];
const help = { allergies: [{ text: 'Penicillin', names: ['penicilin', 'amoxicilin'] }], young: false, linked: true };

async function drawn(name: string): Promise<string> {
  const canvas = new OffscreenCanvas(1200, 800);
  const pen = canvas.getContext('2d');
  if (pen) {
    pen.fillStyle = '#f3e4dc';
    pen.fillRect(0, 0, 1200, 800);
    pen.strokeStyle = '#a4261d';
    pen.lineWidth = 5;
    pen.beginPath();
    for (let x = 0; x < 1200; x += 4) pen.lineTo(x, 400 - (x % 200 > 90 && x % 200 < 110 ? 240 : 30 * Math.sin(x / 30)));
    pen.stroke();
    pen.fillStyle = '#23201b';
    pen.font = '40px sans-serif';
    pen.fillText(name, 40, 760);
  }
  return URL.createObjectURL(await canvas.convertToBlob());
}

/** Answers for what a previewed view may ask; everything else is "no network". */
export function answerPreviews(): void {
  window.fetch = async (asked) => {
    const path = typeof asked === 'string' ? asked : asked instanceof URL ? asked.pathname : asked.url;
    const picture = /^\/fhir\/Binary\/([^/?]+)\/\$link/.exec(path)?.[1];
    if (picture) return Response.json({ resourceType: 'Parameters', parameter: [{ name: 'url', valueUrl: await drawn(decodeURIComponent(picture)) }] });
    if (path.startsWith('/api/diagnosis-codes')) return Response.json({ codes });
    if (path.startsWith('/api/medicines')) return Response.json({ medicines });
    if (path.endsWith('/prescribing')) return Response.json(help);
    throw new TypeError('previews have no network');
  };
}
