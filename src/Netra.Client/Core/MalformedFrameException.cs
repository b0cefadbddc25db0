namespace Netra.Client;

/// <summary>A frame from the server is not what the protocol says.</summary>
internal sealed class MalformedFrameException(string member, Exception? inner = null) : Exception($"Malformed: {member}", inner);
