using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>The state at one version. Its text is made when it is first asked for.</summary>
internal sealed class StateVersion(long version, ObjectNode document)
{
    private UserState? _state;

    public long Version => version;

    public ObjectNode Document { get; private set; } = document;

    /// <summary>The version and the document's text.</summary>
    public UserState State => _state ??= new UserState(version, Document.ToArray());

    /// <summary>
    /// Goes on with the text alone, so that what the document was made of can be collected: a value that came in with a change keeps the whole change
    /// in memory.
    /// </summary>
    public void Compact() => Document = new ObjectNode(State.Json);
}
