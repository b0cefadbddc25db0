using System.Buffers.Binary;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>Reads protocol buffers, as far as telemetry needs them: the fields of one message, in their order.</summary>
internal static class ProtoReader
{
    /// <summary>Each field with its number; the value is a number or bytes.</summary>
    public static IEnumerable<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var (field, wire) = ((int)(tag >> 3), (int)(tag & 7));
            switch (wire)
            {
                case 0:
                    yield return (field, Varint(ref message), default);
                    break;
                case 1:
                    yield return (field, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8).Span), default);
                    break;
                case 2:
                    yield return (field, 0, Take(ref message, (int)Varint(ref message)));
                    break;
                case 5:
                    yield return (field, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4).Span), default);
                    break;
                default:
                    throw new InvalidDataException($"There is no wire type {wire}.");
            }
        }
    }

    /// <summary>The messages or bytes of one field.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> All(ReadOnlyMemory<byte> message, int field) =>
        Fields(message).Where(each => each.Field == field).Select(each => each.Bytes);

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>Attributes as text, by their keys.</summary>
    public static Dictionary<string, string> Attributes(ReadOnlyMemory<byte> message, int field) => All(message, field).ToDictionary(
        pair => Text(All(pair, 1).First()),
        pair => Fields(All(pair, 2).First()).Select(value => value.Field == 1 ? Text(value.Bytes) : value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault(""));

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int count)
    {
        var taken = message[..count];
        message = message[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = Take(ref message, 1).Span[0];
            value |= (ulong)(part & 0x7F) << shift;
            if ((part & 0x80) == 0) return value;
        }
    }
}
