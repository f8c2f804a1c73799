import { limitsAt } from '../../shared/consultation/limits.ts';
import { dynamoMeasures } from '../../shared/store/measureStore.ts';
import { commonDeps } from '../_http/deps.ts';

export function overviewDeps() {
  const { environment, dynamo, repository, clock, authenticate, gate } = commonDeps();
  return { authenticate, gate, repository, clock, stated: (day: string) => limitsAt(day).untaken, measures: dynamoMeasures({ client: dynamo, tableName: environment.TABLE_NAME, tenant: environment.TENANT }) };
}
