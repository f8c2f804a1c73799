/** Tells subscribers what there is to see: at once when they come, and after each change; several changes in one turn are one telling. */
export class Telling<View> {
  readonly #view: () => View;
  readonly #listeners = new Set<(view: View) => void>();
  #told = false;

  constructor(view: () => View) {
    this.#view = view;
  }

  subscribe(listener: (view: View) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#view());
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      const view = this.#view();
      for (const listener of this.#listeners) listener(view);
    });
  }
}
