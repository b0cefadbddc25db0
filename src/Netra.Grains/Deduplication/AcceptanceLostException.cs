namespace Netra.Grains;

/// <summary>The acceptance that a repeated message waited for failed: whoever repeats it may be the first now.</summary>
internal sealed class AcceptanceLostException(Exception cause) : Exception("The first message with this id was not accepted.", cause);
