using Netra.Protocol;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>What a reading function answered: the epoch, and rows.</summary>
internal sealed class Answer
{
    private Answer(Epoch epoch, List<AnswerRow> rows)
    {
        Epoch = epoch;
        Rows = rows;
    }

    public Epoch Epoch { get; }

    /// <summary>The rows behind the epoch's, in their order.</summary>
    public IReadOnlyList<AnswerRow> Rows { get; }

    /// <summary>Runs a command and reads its answer to the end.</summary>
    /// <exception cref="StorageDamagedException">It does not begin with an epoch.</exception>
    public static async Task<Answer> ReadAsync(NpgsqlCommand command)
    {
        var rows = new List<AnswerRow>();
        Epoch? epoch = null;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new AnswerRow(
                reader.GetInt32(0),
                (AnswerKind)reader.GetInt32(1),
                reader.IsDBNull(2) ? [] : reader.GetFieldValue<long[]>(2),
                reader.IsDBNull(3) ? [] : reader.GetFieldValue<byte[]>(3));
            if (epoch is not null) rows.Add(row);
            else if (row.Kind == AnswerKind.Epoch && Protocol.Epoch.TryParse(row.Text, out var parsed)) epoch = parsed;
            else throw new StorageDamagedException("The store's epoch is missing.");
        }

        return new Answer(epoch ?? throw new StorageDamagedException("The store's epoch is missing."), rows);
    }

    /// <summary>The head of the user at a place; empty when there is none.</summary>
    /// <exception cref="StorageDamagedException">It can't be a head.</exception>
    public UserHead HeadOf(int place)
    {
        foreach (var row in Rows)
        {
            if (row.Kind == AnswerKind.Head && row.Place == place) return HeadRecord.Read(row.Numbers, row.Bytes, Epoch);
        }

        return UserHead.Empty(Epoch);
    }
}
