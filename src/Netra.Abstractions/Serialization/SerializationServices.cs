using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization.Codecs;

namespace Netra.Abstractions;

/// <summary>How what this assembly describes goes from process to process.</summary>
internal static class SerializationServices
{
    /// <summary>
    /// Sends bytes as they are. Orleans looks generic types up by their definition, and so would write each frame of a list byte by byte, with a header before each:
    /// twice the length, and a hundred times the work.
    /// </summary>
    public static void AddNetraSerialization(this IServiceCollection services) =>
        services.TryAddSingleton<IFieldCodec<ReadOnlyMemory<byte>>, ReadOnlyMemoryOfByteCodec>();
}
