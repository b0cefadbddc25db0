namespace Netra.Storage.PostgreSql;

/// <summary>What a record of a commit is, in the order in which <c>netra_commit</c> takes them; the script says what each kind's numbers are.</summary>
internal enum RecordKind
{
    Frame = 1,
    Trim = 2,
    RemovedPlace = 3,
    ErasedFrame = 4,
    LetterOfFrame = 5,
    LetterOfMessage = 6,
    ForgottenLetter = 7,
    Session = 8,
    ForgottenSession = 9,
    StateSnapshot = 10,
    StateChange = 11,
    Deduplication = 12,
    ForgottenDeduplication = 13,
    Work = 14,
    ForgottenWork = 15,
    RevokedToken = 16,
    ForgottenToken = 17,
}
