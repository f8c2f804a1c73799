import type { Config } from 'jest';

/** Node strips the types itself; only .tsx needs a transform (JSX), and esbuild does it. */
const common = {
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx$': '<rootDir>/test/support/tsxTransform.js' },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/cdk.out', '<rootDir>/dist'],
} as const;

/** These projects test the running product. */
const onProduct = {
  globalSetup: '<rootDir>/test/support/startTarget.ts',
  globalTeardown: '<rootDir>/test/support/stopTarget.ts',
} as const;

const config: Config = {
  // Generous: a slow machine must not fail a rule. Speed is measured in test/bench.
  testTimeout: 60_000,
  coverageProvider: 'v8',
  testSequencer: '<rootDir>/test/support/testOrder.js',
  projects: [
    /** Pure and quick: beside the code, `<name>.test.ts`. */
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{cdk,functions,shared,web,sfu,local}/**/*.test.{ts,tsx}', '<rootDir>/test/{architecture,docs,support}/**/*.test.ts'] },
    /** Against a real database: test/store; and HL7's examples: test/corpus. */
    { ...common, displayName: 'store', testMatch: ['<rootDir>/test/{store,corpus}/**/*.test.ts'] },
    /** Against the running product (embedded, LocalStack or AWS): test/integration. */
    { ...common, ...onProduct, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.test.ts'] },
    /** Real browsers on the running product: test/journeys. */
    { ...common, ...onProduct, displayName: 'journeys', testMatch: ['<rootDir>/test/journeys/**/*.test.ts'] },
  ],
};

export default config;
