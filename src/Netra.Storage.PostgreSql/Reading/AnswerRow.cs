using System.Text;

namespace Netra.Storage.PostgreSql;

/// <summary>A row of an answer.</summary>
/// <param name="Place">Whose it is: the user's place among those asked for, from 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Bytes">Its bytes; empty when it has none.</param>
internal readonly record struct AnswerRow(int Place, AnswerKind Kind, long[] Numbers, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);
}
