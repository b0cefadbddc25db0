namespace Netra.Grains;

/// <summary>JSON Merge Patch (RFC 7396) of objects.</summary>
internal static class MergePatch
{
    /// <summary>The target with the patch merged into it.</summary>
    /// <remarks>Never deeper than the deeper of the two, so that the depth needs no check here.</remarks>
    public static ObjectNode Apply(ObjectNode target, ObjectNode patch) =>
        // Names come once each, so that the target has what every change is made to.
        target.With(patch.All.Select(member => KeyValuePair.Create(member.Key, member.Value switch
        {
            ScalarNode { IsNull: true } => null,
            ObjectNode inner => Apply(target.TryGet(member.Key, out var present) && present is ObjectNode into ? into : ObjectNode.Empty, inner),
            _ => member.Value,
        })));
}
