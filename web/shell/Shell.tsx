import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import type { Me } from '../../shared/identity/contract.ts';
import { idleness } from '../auth/lock.ts';
import { signOut, startSignIn } from '../auth/oidc.ts';
import { keepSession, session } from '../auth/session.ts';
import { asked } from '../auth/stepUp.ts';
import { common } from '../i18n/common.ts';
import { Announcer } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { OfflineBanner } from '../ui/Feedback.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IdleDialog } from './IdleDialog.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { lazyPage } from './lazyPage.tsx';
import { navOf, navWords } from './nav.ts';

const StepUpDialog = lazyPage(async () => (await import('../account/StepUpDialog.tsx')).StepUpDialog);

type ShellProps = { readonly person?: Me; readonly expired?: boolean; /** The locked screen says itself what a missing network means to it. */ readonly locked?: boolean; readonly children: ComponentChildren };

/** The frame of every page: who is signed in, where one can go, what the network does. */
export function Shell({ person, expired = false, locked = false, children }: ShellProps) {
  const t = common();
  const main = useRef<HTMLElement>(null);
  const [place] = useLocation();
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    scrollTo(0, 0);
    // A page that has put the focus into a field of its own keeps it.
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [place]);
  return (
    <div class="shell">
      <a class="skip button" href="#main" onClick={(event) => {
        event.preventDefault();
        main.current?.focus();
      }}>{t.skip}</a>
      <header class={person ? 'shell-head shell-head--person' : 'shell-head'}>
        <div class="shell-head__inner">
          <Link href="/" className="brand"><img src="/icon.svg" alt="" width={30} height={30} /><span class="brand__name">{t.product}</span></Link>
          {person ? <Nav person={person} place={place} /> : null}
          <div class="shell-who">
            {person ? <Who person={person} /> : null}
            <LanguageSwitch />
            {person ? <Button kind="quiet" onClick={() => void signOut()}>{t.signOut}</Button> : null}
          </div>
        </div>
      </header>
      {locked ? null : <OfflineBanner />}
      <main id="main" class="shell-main" tabIndex={-1} ref={main}>{children}</main>
      <Announcer />
      <Expired open={expired} place={place} />
      {person && idleness.value.kind === 'warning' ? <IdleDialog secondsLeft={idleness.value.secondsLeft} /> : null}
      {asked.value ? <StepUpDialog asked={asked.value} /> : null}
    </div>
  );
}

/** Staff come from here to their account; a narrow screen has room for a sign only. */
function Who({ person }: { readonly person: Me }) {
  const name = <><b>{person.name}</b><br /><span class="soft">{person.organization?.name}</span></>;
  if (session.value?.kind !== 'staff') return <span class="shell-who__name">{name}</span>;
  return <Link href="/account" className="shell-who__account" aria-label={`${common().account}: ${person.name}`}><span class="shell-who__name" aria-hidden="true">{name}</span><Icon name="person" /></Link>;
}

function Nav({ person, place }: { readonly person: Me; readonly place: string }) {
  const items = [...new Map(person.roles.flatMap((role) => navOf[role]).map((item) => [item.href, item])).values()];
  const here = items.filter(({ href }) => place === href || place.startsWith(`${href}/`)).toSorted((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav class="shell-nav" aria-label={common().mainNav}>
      {items.map(({ href, word }) => <Link key={href} href={href} aria-current={href === here?.href ? 'page' : undefined}>{navWords()[word]}</Link>)}
    </nav>
  );
}

/** Comes over the page, which keeps everything typed; staff go to the issuer and come back to this place. */
function Expired({ open, place }: { readonly open: boolean; readonly place: string }) {
  const t = common();
  const again = () => {
    if (session.value?.kind === 'staff') void startSignIn(place);
    else {
      keepSession(undefined);
      location.assign('/patient');
    }
  };
  return (
    <Dialog open={open} title={t.expiredTitle} onClose={() => undefined}>
      <p>{t.expiredText}</p>
      <div><Button kind="primary" onClick={again}>{t.signIn}</Button></div>
    </Dialog>
  );
}
