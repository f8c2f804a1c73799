import { useEffect } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { Announcer } from '../ui/announce.tsx';
import { LanguageSwitch } from '../shell/LanguageSwitch.tsx';
import { answerPreviews } from './answers.ts';
import { previewGroups } from './groups.ts';

answerPreviews();

declare global {
  interface Window {
    /** Every preview's address, for the accessibility and screenshot tests. */
    previews?: readonly string[];
  }
}

const all = previewGroups.flatMap(({ group, previews }) => previews.map((preview) => ({ ...preview, address: `/preview/${group}/${preview.name}` })));

/** One address for every state of every view, drawn from fixtures: /preview lists them. */
export function PreviewPage() {
  const [place] = useLocation();
  useEffect(() => {
    window.previews = all.map(({ address }) => address);
  }, []);
  const shown = all.find(({ address }) => address === place);
  if (shown) {
    return <div class={shown.look === 'dense' || shown.look === 'generous' ? shown.look : ''}><main class="shell-main" id="main">{shown.show()}</main><Announcer /></div>;
  }
  return (
    <main class="shell-main">
      <div class="row-between"><h1>Các trạng thái màn hình</h1><LanguageSwitch /></div>
      {previewGroups.map(({ group, previews }) => (
        <section class="stack-tight" key={group}>
          <h2>{group}</h2>
          <ul>{previews.map(({ name, title }) => <li key={name}><Link href={`/preview/${group}/${name}`}>{title}</Link></li>)}</ul>
        </section>
      ))}
    </main>
  );
}
