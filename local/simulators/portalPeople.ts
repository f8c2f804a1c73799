import { fold } from '../../shared/kernel/fold.ts';
import { insuredStranger, patients } from '../story.ts';

/** One card in the insurer's register. Dates dd/MM/yyyy as the portal writes them. */
export type RegisteredCard = {
  readonly number: string;
  readonly citizenId: string;
  readonly name: string;
  /** dd/MM/yyyy, or yyyy where the register has no more. */
  readonly birthDate: string;
  readonly sex: 'Nam' | 'Nữ';
  readonly address: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** Result code that the portal gives for it, or 'down' where it never answers. */
  readonly result: string;
  readonly newNumber?: string;
  readonly registeredFacility?: string;
};

/** The insurer's register as the portal searches it. */
export type Register = {
  /** By 12-digit citizen ID, 15-character card, 10-digit insurance number or 9-digit old ID. */
  readonly find: (key: string) => RegisteredCard | undefined;
  /** Is the name asked for the one that stands there? */
  readonly sameName: (asked: string, registered: string) => boolean;
};

const day = (iso: string): string => iso.split('-').toReversed().join('/');

/** Everybody of the story; a replaced card stands there twice, with its old and its new number. */
export const registeredCards: readonly RegisteredCard[] = Object.values(patients).flatMap((person): RegisteredCard[] => {
  const { insurance } = person;
  const card: RegisteredCard = {
    number: insurance.number,
    citizenId: person.citizenId,
    name: person.name,
    birthDate: day(person.birthDate),
    sex: person.sex === 'male' ? 'Nam' : 'Nữ',
    address: person.address,
    validFrom: day(insurance.validFrom),
    validTo: day(insurance.validTo),
    result: insurance.result,
  };
  const newNumber = 'newNumber' in insurance ? insurance.newNumber : undefined;
  return newNumber ? [{ ...card, newNumber }, { ...card, number: newNumber, result: '000' }] : [card];
});

const { insurance: his, ...stranger } = insuredStranger;
const yearOnly: RegisteredCard = { ...stranger, number: his.number, birthDate: stranger.birthDate.slice(0, 4), sex: 'Nam', validFrom: day(his.validFrom), validTo: day(his.validTo), result: '000' };

/** The people of the story, whose names are compared without marks. */
export const storyRegister: Register = {
  find: (key) => [...registeredCards, yearOnly].find(({ number, citizenId }) => key === citizenId || key === number || key === number.slice(5)),
  sameName: (asked, registered) => fold(asked) === fold(registered),
};
