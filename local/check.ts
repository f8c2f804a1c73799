/** `npm run check`: the fast part of `npm test`: types, lint, unit. */
import { lint, runPhases, types, unit } from './test/phases.ts';

process.exitCode = await runPhases([types, lint, unit]);
