/** What was received, and when. */
export type Known = { readonly value: unknown; readonly at: string };

const prefix = 'lt.kept.';

/** sessionStorage, as for the session itself: survives a reload, not the closing of the tab. */
export function keep(name: string, known: Known): void {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(known));
  } catch {
    // without storage it lasts as long as the page
  }
}

export function keptValue(name: string): Known | undefined {
  try {
    const text = sessionStorage.getItem(prefix + name);
    return text === null ? undefined : (JSON.parse(text) as Known);
  } catch {
    return undefined;
  }
}

export function forgetAll(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
