import { useEffect, useState } from 'preact/hooks';
import { common } from '../i18n/common.ts';
import { language } from '../i18n/language.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

/** Reads a text aloud with the device's own voice; nothing leaves the device. */
export function ReadAloud({ text }: { readonly text: string }) {
  const [state, setState] = useState<'idle' | 'reading' | 'no-voice'>('idle');
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), [text]);
  const t = common();
  if (!('speechSynthesis' in globalThis)) return null;
  const read = () => {
    const tag = language.value === 'vi' ? 'vi-VN' : 'en-GB';
    const voices = speechSynthesis.getVoices();
    const voice = voices.find((candidate) => candidate.lang.toLowerCase().startsWith(language.value));
    if (voices.length > 0 && !voice) return setState('no-voice');
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = tag;
    if (voice) spoken.voice = voice;
    spoken.rate = 0.95;
    spoken.onend = spoken.onerror = () => setState('idle');
    speechSynthesis.cancel();
    speechSynthesis.speak(spoken);
    setState('reading');
  };
  const stop = () => {
    speechSynthesis.cancel();
    setState('idle');
  };
  return (
    <div class="row">
      <Button pressed={state === 'reading'} onClick={state === 'reading' ? stop : read}><Icon name="speaker" />{state === 'reading' ? t.stopReading : t.readAloud}</Button>
      <span role="status" class="soft">{state === 'no-voice' ? t.noVoice : ''}</span>
    </div>
  );
}
