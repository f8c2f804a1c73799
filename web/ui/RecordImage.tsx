import { useEffect, useState } from 'preact/hooks';
import { picture } from '../api/client.ts';
import { common } from '../i18n/common.ts';
import { Button } from './Button.tsx';
import { BlobImage } from './PhotoPicker.tsx';

/** A picture of the record; pictures come after the words, and a failed one can be asked for again. */
export function RecordImage({ binaryId, alt }: { readonly binaryId: string; readonly alt: string }) {
  const [state, setState] = useState<Blob | 'loading' | 'failed'>('loading');
  const [attempt, again] = useState(0);
  useEffect(() => {
    let current = true;
    setState('loading');
    void picture(binaryId).then((answer) => {
      if (current) setState(answer.ok ? answer.value : 'failed');
    });
    return () => {
      current = false;
    };
  }, [binaryId, attempt]);
  if (state === 'loading') return <p class="soft" role="status">{common().loading}</p>;
  if (state === 'failed') return <p>{alt} <Button kind="quiet" onClick={() => again(attempt + 1)}>{common().retry}</Button></p>;
  return <BlobImage blob={state} alt={alt} />;
}
