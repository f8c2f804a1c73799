import type { Me } from '../../shared/identity/contract.ts';
import { EmptyState } from '../ui/Feedback.tsx';

/** Every page under /station. */
export const StationPages = ({ person }: { readonly person: Me }) => <EmptyState title={person.name} />;
