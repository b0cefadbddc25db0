using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>Documents and changes as text, as tests write them.</summary>
internal static class StateTexts
{
    public static StateLimits Limits { get; } = new(256 * 1024, 1_000);

    public static ObjectNode Document(string text) => (ObjectNode)StateNode.Of(CompactJson.Of(Encoding.UTF8.GetBytes(text)));

    public static string Text(StateNode node) => Encoding.UTF8.GetString(node.ToArray());

    public static string Utf8(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    public static string Text(UserState state) => Encoding.UTF8.GetString(state.Json.Span);

    public static StateChange Change(StateChangeKind kind, string json, long? version = null) => new(kind, Encoding.UTF8.GetBytes(json), version);

    public static ObjectNode Apply(ObjectNode document, StateChangeKind kind, string change, StateLimits? limits = null) =>
        StateChanger.Apply(document, kind, Encoding.UTF8.GetBytes(change), limits ?? Limits);

    public static string Apply(string document, StateChangeKind kind, string change, StateLimits? limits = null) =>
        Text(Apply(Document(document), kind, change, limits));

    /// <summary>The error that a change is refused with. The document is as it was.</summary>
    public static FrameError Refusal(string document, StateChangeKind kind, string change, StateLimits? limits = null)
    {
        var before = Document(document);
        var text = Text(before);
        var refused = Assert.Throws<StateChangeRefusedException>(() => Apply(before, kind, change, limits));
        Assert.Equal(text, Text(before));
        return refused.Error;
    }
}
