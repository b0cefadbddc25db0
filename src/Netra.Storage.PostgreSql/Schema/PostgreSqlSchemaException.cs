namespace Netra.Storage.PostgreSql;

/// <summary>A database's tables are not those that this build needs. The message tells an operator what to do; trying again does not help.</summary>
public sealed class PostgreSqlSchemaException : Exception
{
    internal PostgreSqlSchemaException(string message)
        : base(message)
    {
    }
}
