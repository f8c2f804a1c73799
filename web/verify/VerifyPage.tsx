import './verify.css';
import { useState } from 'preact/hooks';
import { get } from '../api/client.ts';
import { Button } from '../ui/Button.tsx';
import { Loading } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import type { FileCheck } from './check.ts';
import { CheckResult } from './CheckResult.tsx';
import { onPaperIn, type OnPaper } from './onPaper.ts';
import { verifyWords } from './words.ts';

export type VerifyState = { readonly kind: 'idle' | 'checking' | 'nothing' | 'no-keys' } | { readonly kind: 'checked'; readonly check: FileCheck };

/** Public: whoever holds a paper or a file checks it here, on their own device, without signing in. */
export function VerifyPage() {
  const [state, setState] = useState<VerifyState>({ kind: 'idle' });
  const check = async (file: File | undefined) => {
    if (!file) return;
    setState({ kind: 'checking' });
    const [{ checkFile, trustIn }, keys] = await Promise.all([import('./check.ts'), get('keyHistory', {}, {})]);
    const trust = keys.ok ? await trustIn(keys.value) : undefined;
    if (!trust) return setState({ kind: 'no-keys' });
    const found = await checkFile(new Uint8Array(await file.arrayBuffer()), trust);
    return setState(found ? { kind: 'checked', check: found } : { kind: 'nothing' });
  };
  return <Verify state={state} paper={onPaperIn(location.hash)} onFile={(file) => void check(file)} onAgain={() => setState({ kind: 'idle' })} />;
}

type VerifyProps = { readonly state: VerifyState; readonly paper: OnPaper | undefined; readonly onFile: (file: File | undefined) => void; readonly onAgain: () => void };

export function Verify({ state, paper, onFile, onAgain }: VerifyProps) {
  const t = verifyWords();
  return (
    <div class="stack-loose verify">
      <div class="stack-tight"><h1>{t.title}</h1><p>{t.intro}</p></div>
      {paper ? <Paper paper={paper} /> : null}
      {state.kind === 'idle' ? <Chooser onFile={onFile} /> : null}
      {state.kind === 'checking' ? <div role="status"><p>{t.checking}</p><Loading rows={2} /></div> : null}
      {state.kind === 'nothing' ? <Panel tone="warn" title={t.nothing}><p>{t.nothingText}</p></Panel> : null}
      {state.kind === 'no-keys' ? <Panel tone="warn" title={t.noKeys}><p>{t.noKeysText}</p></Panel> : null}
      {state.kind === 'checked' ? <CheckResult check={state.check} paper={paper} /> : null}
      {state.kind === 'idle' || state.kind === 'checking' ? null : <div><Button onClick={onAgain}>{t.another}</Button></div>}
    </div>
  );
}

function Paper({ paper }: { readonly paper: OnPaper }) {
  const t = verifyWords();
  return (
    <Panel title={t.fromPaper}>
      <dl class="verify__facts">
        <div><dt class="small soft">{t.document}</dt><dd class="number verify__code">{paper.documentId}</dd></div>
        <div><dt class="small soft">{t.fingerprint}</dt><dd class="number large verify__code">{paper.fingerprint.replace(/.{4}(?=.)/g, '$& ')}</dd></div>
      </dl>
      <p class="small">{t.fromPaperText}</p>
    </Panel>
  );
}

function Chooser({ onFile }: Pick<VerifyProps, 'onFile'>) {
  const t = verifyWords();
  return (
    <div class="verify__drop" onDragOver={(event) => event.preventDefault()} onDrop={(event) => {
      event.preventDefault();
      onFile(event.dataTransfer?.files[0]);
    }}>
      <label class="button button--primary button--large" for="verify-file">{t.choose}</label>
      <input id="verify-file" class="verify__file" type="file" accept=".pdf,.json,application/pdf,application/json,application/fhir+json" onChange={(event) => onFile(event.currentTarget.files?.[0])} />
      <p class="small soft">{t.drop}</p>
    </div>
  );
}
