/** A Vietnamese mobile number in its national form, "0900000101"; undefined for anything else. */
export function mobileNumber(text: string): string | undefined {
  const digits = text.normalize('NFKC').replace(/[\s.\-()]/g, '').replace(/^(\+84|0084|84(?=\d{9}$))/, '0');
  return /^0[35789]\d{8}$/.test(digits) ? digits : undefined;
}
