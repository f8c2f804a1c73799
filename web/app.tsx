import { useEffect } from 'preact/hooks';
import { Redirect, Route, Switch, useLocation } from 'wouter-preact';
import type { Me } from '../shared/identity/contract.ts';
import { useQuery } from './api/useQuery.ts';
import { landingOf } from './auth/landing.ts';
import { locked, unlocking } from './auth/locked.ts';
import { expired, me, session } from './auth/session.ts';
import { common } from './i18n/common.ts';
import { Boundary } from './shell/Boundary.tsx';
import { Callback } from './shell/Callback.tsx';
import { LockScreen } from './shell/LockScreen.tsx';
import { lazyPage } from './shell/lazyPage.tsx';
import { Overview } from './shell/Overview.tsx';
import { Shell } from './shell/Shell.tsx';
import { Welcome } from './shell/Welcome.tsx';
import { ButtonLink } from './ui/Button.tsx';
import { EmptyState, Loading, ProblemView } from './ui/Feedback.tsx';

/** Each room is a chunk of its own, fetched when somebody goes there. */
const StationPages = lazyPage(async () => (await import('./station/pages.tsx')).StationPages);
const DuplicatePages = lazyPage(async () => (await import('./duplicates/pages.tsx')).DuplicatePages);
const BriefingPages = lazyPage(async () => (await import('./briefing/pages.tsx')).BriefingPages);
const SpecialistPages = lazyPage(async () => (await import('./specialist/pages.tsx')).SpecialistPages);
const PrivacyPages = lazyPage(async () => (await import('./privacy/pages.tsx')).PrivacyPages);
const PatientPages = lazyPage(async () => (await import('./patient/pages.tsx')).PatientPages);
const OverviewPage = lazyPage(async () => (await import('./overview/OverviewPage.tsx')).OverviewPage);
const AccountPage = lazyPage(async () => (await import('./account/AccountPage.tsx')).AccountPage);
const JoinPage = lazyPage(async () => (await import('./join/JoinPage.tsx')).JoinPage);
const VerifyPage = lazyPage(async () => (await import('./verify/VerifyPage.tsx')).VerifyPage);
const PreviewPage = import.meta.env.MODE === 'production' ? undefined : lazyPage(async () => (await import('./preview/PreviewPage.tsx')).PreviewPage);

export function App() {
  const [place] = useLocation();
  if (PreviewPage && place.startsWith('/preview')) return <PreviewPage />;
  return <Frame place={place} />;
}

function Frame({ place }: { readonly place: string }) {
  const signedIn = session.value !== undefined;
  const person = useQuery('me', signedIn ? {} : undefined, {}, { keep: true });
  useEffect(() => {
    if (signedIn) me.value = person.value;
  }, [person.value, signedIn]);
  const who = signedIn ? person.value : undefined;
  const waitsFor = signedIn || unlocking.value || place === '/auth/callback' ? undefined : locked.value;
  if (waitsFor) return <Shell locked><LockScreen locked={waitsFor} /></Shell>;
  return (
    <Shell person={who} expired={expired.value}>
      <Boundary place={place}>
        <Switch>
          <Route path="/auth/callback"><Callback /></Route>
          <Route path="/join"><JoinPage /></Route>
          <Route path="/verify"><VerifyPage /></Route>
          <Route path="/patient/*?"><PatientPages person={who} /></Route>
          <Route>
            {!signedIn ? <Welcome returnTo={place} /> : who && me.value ? <SignedIn person={who} /> : person.problem && !expired.value ? <ProblemView problem={person.problem} onRetry={() => void person.reload()} /> : <Loading />}
          </Route>
        </Switch>
      </Boundary>
    </Shell>
  );
}

function SignedIn({ person }: { readonly person: Me }) {
  const t = common();
  return (
    <Switch>
      <Route path="/"><Redirect to={landingOf(person)} replace /></Route>
      <Route path="/station/*?"><StationPages /></Route>
      <Route path="/duplicates/*?"><DuplicatePages /></Route>
      <Route path="/briefings/*?"><BriefingPages person={person} /></Route>
      <Route path="/specialist/*?"><SpecialistPages person={person} /></Route>
      <Route path="/office/*?"><PrivacyPages person={person} /></Route>
      <Route path="/account"><AccountPage person={person} /></Route>
      <Route path="/overview">{person.roles.includes('viewer') ? <OverviewPage /> : <Overview person={person} />}</Route>
      <Route><EmptyState title={t.notFoundTitle} action={<ButtonLink href="/">{t.toStart}</ButtonLink>}>{t.notFoundText}</EmptyState></Route>
    </Switch>
  );
}
