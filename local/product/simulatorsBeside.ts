import { startSimulators, type Simulators } from '../simulators/index.ts';

/** The simulators on the ports after the product's, so that their addresses stay; on any ports where those are taken. */
export async function simulatorsBeside(port: number, dataDir: string, keys: string): Promise<Simulators> {
  const keysUrl = () => keys;
  try {
    return await startSimulators({ insurerPort: port + 1, smsPort: port + 2, partnerPort: port + 3, timeStampPort: port + 4, prescriptionPort: port + 5, dataDir, keysUrl });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return await startSimulators({ insurerPort: 0, smsPort: 0, partnerPort: 0, timeStampPort: 0, prescriptionPort: 0, dataDir, keysUrl });
  }
}
