import { Route, Switch } from 'wouter-preact';
import type { Me } from '../../shared/identity/contract.ts';
import { common } from '../i18n/common.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { EmergencyForm } from './EmergencyForm.tsx';
import { OfficePage } from './OfficePage.tsx';

/** The office for data protection, and the way into a record in an emergency. */
export function PrivacyPages({ person }: { readonly person: Me }) {
  const t = common();
  return (
    <Switch>
      <Route path="/office"><OfficePage /></Route>
      <Route path="/office/emergency/:patientId">{({ patientId }) => <EmergencyForm key={patientId} patientId={patientId} recordAt={person.roles.includes('station') ? `/station/patients/${encodeURIComponent(patientId)}` : '/specialist'} />}</Route>
      <Route><EmptyState title={t.notFoundTitle} action={<ButtonLink href="/">{t.toStart}</ButtonLink>}>{t.notFoundText}</EmptyState></Route>
    </Switch>
  );
}
