namespace Netra.Abstractions;

/// <summary>What kind of sender a message came from.</summary>
public enum MessageOriginKind : byte
{
    /// <summary>Nobody noted it.</summary>
    Unknown,

    /// <summary>A publisher over the server API; the name is that of its key.</summary>
    ApiKey,

    /// <summary>A grain call of the application, without a name.</summary>
    Application,

    /// <summary>A client of the user; the name is that of its session.</summary>
    Client,

    /// <summary>A handler of the user's messages; the name is the type that it handles.</summary>
    Handler,

    /// <summary>The outbox of another user; the name is that user's id.</summary>
    Outbox,

    /// <summary>A dead letter that was put back; the name is its seq.</summary>
    DeadLetter,
}
