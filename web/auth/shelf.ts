const inMemory = new Map<string, string>();

/** What the tabs of this browser tell each other (localStorage): times, and nothing of anybody. Each tab for itself where there is no storage. */
export const shelf = {
  getItem(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return inMemory.get(key) ?? null;
    }
  },
  setItem(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      inMemory.set(key, value);
    }
  },
};
