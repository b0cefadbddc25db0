namespace Netra.Grains;

/// <summary>What becomes of a client's message whose type has neither a handler nor a route (protocol section 2.2).</summary>
public enum UnhandledMessages
{
    /// <summary>It is appended to the user's own log, so that every tab gets it.</summary>
    Relay,

    /// <summary>It is refused with <c>unknown_type</c>.</summary>
    Refuse,
}
