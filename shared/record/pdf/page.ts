import PDFDocument from 'pdfkit';
import type { Words } from './words.ts';

/** Whole TrueType faces (not web subsets): a Vietnamese word must find all its glyphs in one file. */
export type PdfFonts = { readonly regular: Uint8Array; readonly semibold: Uint8Array };

export const ink = { text: '#1b2421', muted: '#56635f', accent: '#0b5d57', rule: '#cfd8d5', wash: '#f1f5f4' } as const;

const millimetre = 72 / 25.4;
export const margin = { side: 20 * millimetre, top: 14 * millimetre, bottom: 18 * millimetre } as const;

/** A4 page with the faces set, tagged and in Vietnamese, so that a screen reader can read it aloud. */
export function newDocument(fonts: PdfFonts, info: { readonly title: string; readonly author: string; readonly createdAt: Date }): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: margin.top, bottom: margin.bottom, left: margin.side, right: margin.side },
    // The built-in Helvetica knows no Vietnamese and is read from disk: the first face is ours.
    font: Buffer.from(fonts.regular) as unknown as string,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'vi-VN',
    displayTitle: true,
    bufferPages: true,
    info: { Title: info.title, Author: info.author, CreationDate: info.createdAt, Producer: 'Liên Tuyến', Creator: 'Liên Tuyến' },
  });
  doc.registerFont('regular', Buffer.from(fonts.regular));
  doc.registerFont('semibold', Buffer.from(fonts.semibold));
  return doc.font('regular').fontSize(10).fillColor(ink.text);
}

export const bytesOf = async (doc: PDFKit.PDFDocument): Promise<Uint8Array> =>
  await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on('error', reject);
    doc.end();
  });

export type Fact = readonly [label: string, value: string, unit?: string];

/** Draws in reading order; each piece is tagged, decoration is not. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly left = margin.side;
  readonly width: number;
  private readonly root: PDFKit.PDFStructureElement;

  constructor(doc: PDFKit.PDFDocument) {
    this.doc = doc;
    this.width = doc.page.width - 2 * margin.side;
    this.root = doc.struct('Document');
    doc.addStructure(this.root);
  }

  tag(type: 'H1' | 'H2' | 'P', draw: () => void): void {
    this.root.add(this.doc.struct(type, {}, draw));
  }

  decoration(draw: () => void): void {
    this.doc.markContent('Artifact');
    draw();
    this.doc.endMarkedContent();
  }

  /** Starts a new page where less than `height` points are left, so that a heading never stands alone. */
  keep(height: number): void {
    if (this.doc.y + height > this.doc.page.height - margin.bottom) this.doc.addPage();
  }

  heading([vi, en]: Words): void {
    this.keep(60);
    const y = (this.doc.y += 10);
    this.tag('H2', () => {
      this.doc.font('semibold').fontSize(11).fillColor(ink.accent).text(vi, this.left, y, { lineBreak: false });
      const x = this.left + this.doc.widthOfString(vi) + 8;
      this.doc.font('regular').fontSize(8).fillColor(ink.muted).text(en, x, y + 3.2, { lineBreak: false });
    });
    this.decoration(() => {
      this.doc.moveTo(this.left, y + 17.5).lineTo(this.left + this.width, y + 17.5).lineWidth(0.6).strokeColor(ink.rule).stroke();
    });
    this.doc.x = this.left;
    this.doc.y = y + 22;
  }

  paragraph(text: string, options: { readonly indent?: number; readonly face?: 'regular' | 'semibold'; readonly size?: number; readonly colour?: string } = {}): void {
    const { indent = 0, face = 'regular', size = 10, colour = ink.text } = options;
    this.keep(size * 2.8);
    this.tag('P', () => {
      this.doc.font(face).fontSize(size).fillColor(colour).text(text, this.left + indent, this.doc.y, { width: this.width - indent, lineGap: 2 });
    });
    this.doc.x = this.left;
  }

  /** Height of a paragraph in points, as `paragraph` would set it. */
  heightOf(text: string): number {
    return this.doc.font('regular').fontSize(10).heightOfString(text, { width: this.width, lineGap: 2 });
  }

  /** Label above value, in columns; as many rows as needed. An empty value is left out. The first one may be large. */
  facts(rows: readonly Fact[], columns: number, first: 'plain' | 'large' = 'plain'): void {
    const shown = rows.filter(([, value]) => value !== '');
    const gap = columns > 4 ? 6 : 14;
    const width = (this.width - gap * (columns - 1)) / columns;
    for (let from = 0; from < shown.length; from += columns) {
      const row = shown.slice(from, from + columns);
      const isLarge = (column: number) => first === 'large' && from + column === 0;
      const face = (column: number) => (isLarge(column) ? this.doc.font('semibold').fontSize(13) : this.doc.font('regular').fontSize(10));
      const height = Math.max(...row.map(([, value], column) => face(column).heightOfString(value, { width })));
      this.keep(height + 18);
      const top = this.doc.y;
      row.forEach(([label, value, unit], column) => {
        const x = this.left + column * (width + gap);
        this.tag('P', () => {
          this.doc.font('regular').fontSize(7.5).fillColor(ink.muted).text(label, x, top, { width });
          face(column).fillColor(ink.text).text(value, x, top + (isLarge(column) ? 9 : 10.5), { width, continued: unit !== undefined });
          if (unit !== undefined) this.doc.fontSize(7.5).fillColor(ink.muted).text(` ${unit}`, { baseline: -10.6 });
        });
      });
      this.doc.y = top + height + 15;
      this.doc.x = this.left;
    }
  }
}
