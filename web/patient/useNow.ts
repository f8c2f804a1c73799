import { useEffect, useState } from 'preact/hooks';

/** The present moment, stepping each second while this is on the screen. */
export function useNow(): number {
  const [now, step] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => step(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
