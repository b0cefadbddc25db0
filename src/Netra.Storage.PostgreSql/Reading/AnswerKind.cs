namespace Netra.Storage.PostgreSql;

/// <summary>What a row of an answer is; the script of the reading functions says what each kind's numbers are.</summary>
internal enum AnswerKind
{
    Epoch = 0,
    Head = 1,
    Session = 2,
    StateSnapshot = 3,
    StateChange = 4,
    Work = 5,
    RevokedToken = 6,
    Frame = 7,
    DeadLetter = 8,
    Deduplication = 9,
}
