using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Netra.Bench;

/// <summary>Tells how an assembly was built, whatever folder it lies in, without loading it.</summary>
internal static class BuildConfiguration
{
    /// <summary>The configuration that its <see cref="AssemblyConfigurationAttribute"/> names; null without one.</summary>
    public static string? Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var type = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (type.Kind != HandleKind.TypeReference) continue;
            var name = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name);
            if (name != nameof(AssemblyConfigurationAttribute)) continue;
            var value = metadata.GetBlobReader(attribute.Value);
            // The prolog of every attribute's value.
            value.ReadUInt16();
            return value.ReadSerializedString();
        }

        return null;
    }
}
