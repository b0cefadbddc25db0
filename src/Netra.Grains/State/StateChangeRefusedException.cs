using Netra.Protocol;

namespace Netra.Grains;

/// <summary>A change of the state that can't be applied. Nothing was changed.</summary>
internal sealed class StateChangeRefusedException(FrameError error) : Exception(error.Message)
{
    /// <summary>What its sender gets.</summary>
    public FrameError Error { get; } = error;

    /// <summary>A change that is malformed or does not fit the document.</summary>
    /// <param name="message">What is wrong, and what was expected.</param>
    /// <param name="field">The member, key or path that is wrong.</param>
    /// <param name="index">Which operation it is, from 0; null for changes that are not a list.</param>
    public static StateChangeRefusedException Invalid(string message, string field, int? index = null) =>
        new(new FrameError(ErrorCodes.InvalidPatch, message) { Details = new FrameErrorDetails { Field = JsonStrings.WellFormed(field), Index = index } });

    /// <summary>The document would be larger than it may be.</summary>
    public static StateChangeRefusedException TooLarge(long bytes, long maxBytes, int? index = null) => new(new FrameError(
        ErrorCodes.StateTooLarge, $"The state would have {bytes} bytes; at most {maxBytes} were expected.")
    {
        Details = index is null ? null : new FrameErrorDetails { Index = index },
    });
}
