import type { Me } from '../../shared/identity/contract.ts';
import { EmptyState } from '../ui/Feedback.tsx';

/** Every page under /patient; without a person it is the sign-in by code. */
export const PatientPages = ({ person }: { readonly person?: Me }) => <EmptyState title={person?.name ?? ''} />;
