import { useEffect, useState } from 'preact/hooks';
import { pictureLink } from '../api/client.ts';
import { common } from '../i18n/common.ts';
import { Button } from './Button.tsx';

/**
 * A picture of the record, fetched from the origin of files by a link that is asked for anew each time; pictures come
 * after the words, and a failed one can be asked for again.
 */
export function RecordImage({ binaryId, alt }: { readonly binaryId: string; readonly alt: string }) {
  const [state, setState] = useState<{ readonly url: string } | 'loading' | 'failed'>('loading');
  const [attempt, again] = useState(0);
  useEffect(() => {
    let current = true;
    setState('loading');
    void pictureLink(binaryId).then((answer) => {
      if (current) setState(answer.ok ? { url: answer.value } : 'failed');
    });
    return () => {
      current = false;
    };
  }, [binaryId, attempt]);
  if (state === 'loading') return <p class="soft" role="status">{common().loading}</p>;
  if (state === 'failed') return <p>{alt} <Button kind="quiet" onClick={() => again(attempt + 1)}>{common().retry}</Button></p>;
  return <img src={state.url} alt={alt} onError={() => setState('failed')} />;
}
