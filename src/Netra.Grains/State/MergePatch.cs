namespace Netra.Grains;

/// <summary>JSON Merge Patch (RFC 7396) of objects.</summary>
internal static class MergePatch
{
    /// <summary>The target with the patch merged into it.</summary>
    /// <remarks>Never deeper than the deeper of the two, so that the depth needs no check here.</remarks>
    public static ObjectNode Apply(ObjectNode target, ObjectNode patch)
    {
        foreach (var (name, value) in patch.All)
        {
            target = value switch
            {
                ScalarNode { IsNull: true } => target.Remove(name),
                ObjectNode inner => target.Set(name, Apply(target.TryGet(name, out var present) && present is ObjectNode into ? into : ObjectNode.Empty, inner)),
                _ => target.Set(name, value),
            };
        }

        return target;
    }
}
