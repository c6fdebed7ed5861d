import { createAccessPackageSchema } from 'entra-access-packages';

export const germanSchema = createAccessPackageSchema({
  message(issue) {
    switch (issue.code) {
      case 'blank':
        return 'Bitte einen Namen eingeben.';
      case 'outerWhiteSpace':
        return 'Bitte ohne Leerzeichen am Anfang und am Ende.';
      case 'tooLong':
        return `Höchstens ${issue.limit.toLocaleString('de')} Zeichen.`;
      case 'notAGuid':
        return 'Bitte einen Katalog wählen.';
      default:
        return undefined; // the English text
    }
  },
});

/** The stable code in the place of the text: for an app that has its texts by key. */
export const codesSchema = createAccessPackageSchema({ message: ({ code }) => code });
