/** Drawn on a 24 grid, 2 px strokes; always decorative, the word beside it carries the meaning. */
const paths = {
  check: 'M5 13l4 4L19 7',
  cross: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18',
  alert: 'M12 4 2.8 20h18.4L12 4zM12 10v4M12 17h.01',
  dot: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8',
  ring: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14',
  half: 'M12 5a7 7 0 1 0 0 14zM12 5a7 7 0 0 1 0 14',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  plus: 'M12 5v14M5 12h14',
  up: 'M6 14l6-6 6 6',
  down: 'M6 10l6 6 6-6',
  speaker: 'M4 9h4l5-4v14l-5-4H4zM17 9a4 4 0 0 1 0 6',
  video: 'M3 7h12v10H3zM15 11l6-4v10l-6-4',
  card: 'M3 6h18v12H3zM3 10h18M7 15h4',
  send: 'M4 12l16-7-6 16-3-7z',
  microphone: 'M12 3.5a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0V6A2.5 2.5 0 0 0 12 3.5M6 11a6 6 0 0 0 12 0M12 17v3.5',
  hand: 'M7 12V6.5a1.5 1.5 0 0 1 3 0V11m0-.5v-6a1.5 1.5 0 0 1 3 0V11m0-5.5a1.5 1.5 0 0 1 3 0V13m0-4a1.5 1.5 0 0 1 3 0v5.5a6.5 6.5 0 0 1-12 3.4L4.3 14.5a1.5 1.5 0 0 1 2.7-1.5',
  pin: 'M9 4h6l-1 6 4 4H6l4-4zM12 14v6',
  expand: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
  window: 'M3 5h18v14H3zM12 12h7v5h-7z',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21a8 8 0 0 1 16 0',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.5a6.5 6.5 0 0 1 3.5 5.5',
  message: 'M4 5h16v11H10l-5 4v-4H4z',
  settings: 'M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h5',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
