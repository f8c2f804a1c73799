import { dayKey } from '../i18n/format.ts';

/** Hands a file to the browser's own "save": nothing of it stays in the page. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The day for a file's name: sorts well, and says nothing of the person. */
export const dayForName = (at: string): string => dayKey(at);
