/** `npm run check`: the fast part of `npm test`: types, lint, unit. */
import { jest, lint, runPhases, types } from './test/phases.ts';

process.exitCode = await runPhases([types, lint, jest('unit')]);
